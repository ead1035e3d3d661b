package io.sqld.distribution;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Languages that client programs are written in. Their libraries are the system's packages. */
enum Interpreter {
    PERL("perl"), PHP("php"), PYTHON("python3"), RUBY("ruby");

    private static final Path SYSTEM = Path.of("/usr/bin");

    private final String program;

    Interpreter(String program) {
        this.program = program;
    }

    String program() {
        return program;
    }

    /** {@return whether the interpreter is there, and finds the library} */
    boolean has(String library) {
        return find().isPresent() && Programs.run(command(question(library)), "").status() == 0;
    }

    private List<String> question(String library) {
        return switch (this) {
            case PERL -> List.of("-M" + library, "-e", "1");
            case PHP -> List.of("-r", "exit(extension_loaded('" + library + "') ? 0 : 1);");
            case PYTHON -> List.of("-c", "import " + library);
            case RUBY -> List.of("-r" + library, "-e", "1");
        };
    }

    /** {@return a command that runs a script of {@code testing/clients}} */
    ProcessBuilder script(String file, String... arguments) {
        var words = new ArrayList<>(List.of(Programs.client(file).toString()));
        words.addAll(List.of(arguments));
        return command(words);
    }

    private ProcessBuilder command(List<String> arguments) {
        var words = new ArrayList<>(arguments);
        words.addFirst(find().orElseThrow(() -> new AssertionError(program + " is not installed")).toString());
        return new ProcessBuilder(words);
    }

    /** The system's own first: it is the one that has the system's packages. */
    private Optional<Path> find() {
        Path own = SYSTEM.resolve(program);
        return Files.isExecutable(own) ? Optional.of(own) : Programs.find(program);
    }
}
