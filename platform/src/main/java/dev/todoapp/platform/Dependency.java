package dev.todoapp.platform;

/** Something that a service can't work without, such as its table. A service declares each as a bean. */
public interface Dependency {

    /** As people know it, such as {@code table todos}. */
    String name();

    /** Asks it for a sign of life; whatever this throws says that there is none. */
    void check();
}
