package io.sqld.api;

/**
 * The version of this contract (<a href="https://semver.org">semantic versioning</a>), independent of the version of
 * the build. A plugin names the range that it works with in its manifest, {@code Plugin-Requires: >=1.0.0 & <2.0.0}.
 */
public final class ApiVersion {
    /** The version of the contract in this jar. */
    public static final String CURRENT = "1.0.0";

    private ApiVersion() {}
}
