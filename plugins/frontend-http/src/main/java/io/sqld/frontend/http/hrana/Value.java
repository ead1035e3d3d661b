package io.sqld.frontend.http.hrana;

import io.sqld.api.sql.ValueSink;
import io.sqld.frontend.http.json.Bytes;

/** A value that a client sends, by SQLite's storage classes. */
public sealed interface Value {
    /** NULL. */
    Value NULL = new Null();

    /** Passes it on. */
    void push(ValueSink target);

    /** NULL. */
    record Null() implements Value {
        @Override
        public void push(ValueSink target) {
            target.nullValue();
        }
    }

    /** INTEGER. */
    record Int(long value) implements Value {
        @Override
        public void push(ValueSink target) {
            target.integer(value);
        }
    }

    /** REAL. */
    record Real(double value) implements Value {
        @Override
        public void push(ValueSink target) {
            target.real(value);
        }
    }

    /** TEXT, in UTF-8. */
    record Text(Bytes utf8) implements Value {
        @Override
        public void push(ValueSink target) {
            target.text(utf8.segment(), utf8.offset(), utf8.length());
        }
    }

    /** BLOB. */
    record Blob(Bytes data) implements Value {
        @Override
        public void push(ValueSink target) {
            target.blob(data.segment(), data.offset(), data.length());
        }
    }
}
