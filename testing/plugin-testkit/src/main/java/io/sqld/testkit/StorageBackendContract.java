package io.sqld.testkit;

import io.sqld.api.storage.StorageBackendFactory;
import org.junit.jupiter.api.Nested;

/**
 * What every storage back end must do, against the real engine. A plugin extends it in its tests and hands over its
 * factory; each test gets a new directory, a started back end and its default database.
 */
public abstract class StorageBackendContract {
    /** {@return the back end under test} */
    protected abstract StorageBackendFactory factory();

    /** {@return HOCON in the factory's section, for all tests} */
    protected String settings() {
        return "";
    }

    /**
     * {@return HOCON in the factory's section that makes it roll back a transaction that is idle for about 200 ms while
     * others wait} Without it the tests of lost transactions take as long as the default.
     */
    protected String shortIdleSettings() {
        return settings();
    }

    @Nested
    class Lifecycle extends LifecycleChecks {
        Lifecycle() {
            super(StorageBackendContract.this);
        }
    }

    @Nested
    class Describing extends DescribeChecks {
        Describing() {
            super(StorageBackendContract.this);
        }
    }

    @Nested
    class Values extends ValueChecks {
        Values() {
            super(StorageBackendContract.this);
        }
    }

    @Nested
    class Programs extends ProgramChecks {
        Programs() {
            super(StorageBackendContract.this);
        }
    }

    @Nested
    class Rights extends RightsChecks {
        Rights() {
            super(StorageBackendContract.this);
        }
    }

    @Nested
    class Errors extends ErrorChecks {
        Errors() {
            super(StorageBackendContract.this);
        }
    }

    @Nested
    class BackPressure extends BackPressureChecks {
        BackPressure() {
            super(StorageBackendContract.this);
        }
    }

    @Nested
    class Bounds extends BoundChecks {
        Bounds() {
            super(StorageBackendContract.this);
        }
    }

    @Nested
    class Transactions extends TransactionChecks {
        Transactions() {
            super(StorageBackendContract.this);
        }
    }

    @Nested
    class Changes extends ChangeChecks {
        Changes() {
            super(StorageBackendContract.this);
        }
    }

    @Nested
    class Waiting extends WaitingChecks {
        Waiting() {
            super(StorageBackendContract.this);
        }
    }

    @Nested
    class Concurrency extends ConcurrencyChecks {
        Concurrency() {
            super(StorageBackendContract.this);
        }
    }
}
