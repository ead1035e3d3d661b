/** What every service has in common: its life, its settings, what the host lends it. */
@org.jspecify.annotations.NullMarked
package io.sqld.api.service;
