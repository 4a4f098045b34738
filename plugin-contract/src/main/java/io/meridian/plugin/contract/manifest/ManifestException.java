package io.meridian.plugin.contract.manifest;

import java.util.List;
import java.util.stream.Collectors;

/** A {@code plugin.yaml} is not valid. Says everything that is wrong with it, so that one look is enough. */
public final class ManifestException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @serial what is wrong, in the order of the file */
    private final List<Problem> problems;

    /**
     * One thing that is wrong.
     *
     * @param line from 1; 0 when it is about the whole file
     * @param text what is wrong and what would be right
     */
    public record Problem(int line, int column, String text) implements java.io.Serializable {
        @Override
        public String toString() {
            return line == 0 ? text : "line " + line + ", column " + column + ": " + text;
        }
    }

    ManifestException(List<Problem> problems, Throwable cause) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")), cause);
        this.problems = List.copyOf(problems);
    }

    static ManifestException of(int line, int column, String text) {
        return new ManifestException(List.of(new Problem(line, column, text)), null);
    }

    public List<Problem> problems() {
        return problems;
    }
}
