package dev.todoapp.todos.todo;

/**
 * Where its owner put it by hand: to-dos are shown by ascending order. A double, so that there is room between any two.
 *
 * @param value between ±10<sup>15</sup>, where a double still tells neighbours apart
 */
public record Order(double value) {

    static final double MOST = 1e15;

    /** Closer to zero than this a double may be, but not a DynamoDB number. */
    static final double LEAST = 1e-100;

    public Order {
        if (!(Math.abs(value) <= MOST)) {
            throw new Invalid("must be a number between -1e15 and 1e15");
        }
        if (value != 0 && Math.abs(value) < LEAST) {
            throw new Invalid("must be 0, or at least 1e-100 away from it");
        }
        value += 0.0; // turns -0.0, which no store keeps, into 0.0
    }
}
