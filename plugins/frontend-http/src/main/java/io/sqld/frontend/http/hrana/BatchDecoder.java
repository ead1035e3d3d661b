package io.sqld.frontend.http.hrana;

import io.sqld.api.sql.Condition;
import io.sqld.frontend.http.json.JsonReader;
import io.sqld.frontend.http.json.Members;
import io.sqld.frontend.http.json.Names;
import io.sqld.frontend.http.json.Tag;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes {@code Batch} and {@code BatchCond} from JSON. For one message. */
final class BatchDecoder {
    private enum BatchField {
        STEPS, REPLICATION_INDEX
    }

    private enum StepField {
        CONDITION, STMT
    }

    private enum ConditionField {
        TYPE, STEP, COND, CONDS
    }

    private enum ConditionType {
        OK, ERROR, NOT, AND, OR, IS_AUTOCOMMIT
    }

    private static final long STEP_MAX = 0xFFFF_FFFFL;
    private static final Names<BatchField> BATCH = new Names<>(BatchField.class);
    private static final Names<StepField> STEP = new Names<>(StepField.class);
    private static final Names<ConditionField> CONDITION = new Names<>(ConditionField.class);
    private static final Tag<ConditionType> TYPE = new Tag<>(ConditionType.class);

    private final JsonReader reader;
    private final StatementDecoder statements;
    private final HranaVersion version;
    private final DecodeLimits limits;
    private int conditions;

    BatchDecoder(JsonReader reader, StatementDecoder statements, HranaVersion version, DecodeLimits limits) {
        this.reader = reader;
        this.statements = statements;
        this.version = version;
        this.limits = limits;
    }

    Batch batch() {
        var members = Members.begin(reader, BATCH, BatchField.class, "struct Batch");
        List<Batch.Step> steps = List.of();
        long replicationIndex = 0;
        for (BatchField field = members.next(); field != null; field = members.next()) {
            switch (field) {
                case STEPS -> steps = steps();
                case REPLICATION_INDEX -> replicationIndex = statements.replicationIndex();
            }
        }
        members.require(BatchField.STEPS);
        return new Batch(steps, replicationIndex);
    }

    private List<Batch.Step> steps() {
        var steps = new ArrayList<Batch.Step>();
        reader.beginArray();
        while (reader.nextElement()) {
            if (steps.size() == limits.batchStepsMax()) {
                throw tooMany("A batch has more than %d steps", limits.batchStepsMax(), "batch-steps-max");
            }
            steps.add(step(steps.size()));
        }
        return steps;
    }

    private Batch.Step step(int number) {
        var members = Members.begin(reader, STEP, StepField.class, "struct BatchStep");
        Condition condition = Condition.ALWAYS;
        @Nullable Statement statement = null;
        for (StepField field = members.next(); field != null; field = members.next()) {
            switch (field) {
                case CONDITION -> condition = reader.isNull() ? Condition.ALWAYS : condition(number, 1);
                case STMT -> statement = statements.statement();
            }
        }
        if (statement == null) {
            throw reader.invalid("missing field `stmt`");
        }
        return new Batch.Step(condition, statement);
    }

    private Condition condition(int step, int depth) {
        if (depth > limits.conditionDepthMax()) {
            throw tooMany("A condition has more than %d levels", limits.conditionDepthMax(), "condition-depth-max");
        }
        if (++conditions > limits.conditionsMax()) {
            throw tooMany("A batch has more than %d conditions", limits.conditionsMax(), "batch-conditions-max");
        }
        var members = Members.begin(reader, CONDITION, ConditionField.class, "internally tagged enum BatchCond");
        ConditionType type = TYPE.of(reader);
        if (type == ConditionType.IS_AUTOCOMMIT && version.compareTo(HranaVersion.HRANA3) < 0) {
            throw HranaVersion.requires("BatchCond of type `is_autocommit`", HranaVersion.HRANA3);
        }
        @Nullable Condition result = type == ConditionType.IS_AUTOCOMMIT ? new Condition.Autocommit() : null;
        for (ConditionField field = members.next(); field != null; field = members.next()) {
            if (field == carrier(type)) {
                result = content(type, step, depth);
            } else {
                reader.skip();
            }
        }
        if (result == null) {
            throw reader.invalid("missing field `" + Names.name(carrier(type)) + "`");
        }
        return result;
    }

    /** The member that says what a condition of this type is about. */
    private static ConditionField carrier(ConditionType type) {
        return switch (type) {
            case OK, ERROR -> ConditionField.STEP;
            case NOT -> ConditionField.COND;
            case AND, OR -> ConditionField.CONDS;
            case IS_AUTOCOMMIT -> ConditionField.TYPE;
        };
    }

    private Condition content(ConditionType type, int step, int depth) {
        return switch (type) {
            case OK -> new Condition.Succeeded(earlier(step));
            case ERROR -> new Condition.Failed(earlier(step));
            case NOT -> new Condition.Not(condition(step, depth + 1));
            case AND -> new Condition.And(conditions(step, depth + 1));
            case OR -> new Condition.Or(conditions(step, depth + 1));
            case IS_AUTOCOMMIT -> {
                reader.skip();
                yield new Condition.Autocommit();
            }
        };
    }

    private List<Condition> conditions(int step, int depth) {
        var list = new ArrayList<Condition>();
        reader.beginArray();
        while (reader.nextElement()) {
            list.add(condition(step, depth));
        }
        return list;
    }

    private int earlier(int step) {
        long reference = statements.integer("u32", 0, STEP_MAX);
        if (reference >= step) {
            throw new ProtocolException("Invalid reference to step in a batch condition");
        }
        return (int) reference;
    }

    /** {@return the refusal of a batch with too much in it} */
    static ProtocolException tooMany(String what, int limit, String key) {
        return new ProtocolException(what.formatted(limit) + " (http.limits." + key + ")");
    }
}
