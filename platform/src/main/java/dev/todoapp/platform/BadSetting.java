package dev.todoapp.platform;

/** A variable of the environment that is missing or wrong. The start ends with its words instead of a stack trace. */
public final class BadSetting extends RuntimeException {

    private final String variable;
    private final String remedy;

    /**
     * @param variable such as {@code TODOS_TABLE}
     * @param problem what is wrong with it, such as "is not set"
     * @param remedy what to do, a sentence
     */
    public BadSetting(String variable, String problem, String remedy) {
        super(variable + " " + problem);
        this.variable = variable;
        this.remedy = remedy;
    }

    /** @return {@code value}, when it is there; for the constructors of configuration records */
    public static String required(String variable, @org.jspecify.annotations.Nullable String value, String remedy) {
        if (value == null || value.isBlank()) {
            throw new BadSetting(variable, "is not set", remedy);
        }
        return value.strip();
    }

    public String variable() {
        return variable;
    }

    public String remedy() {
        return remedy;
    }
}
