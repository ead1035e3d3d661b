/** Storage back ends: databases by name, the layers around them, and their log of frames. */
@org.jspecify.annotations.NullMarked
package io.sqld.api.storage;
