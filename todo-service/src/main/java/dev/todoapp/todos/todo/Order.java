package dev.todoapp.todos.todo;

/**
 * Where its owner put it by hand: to-dos are shown by ascending order. A double, so that there is room between any two.
 *
 * @param value between ±10<sup>15</sup>, where a double still tells neighbours apart
 */
public record Order(double value) {

    static final double MOST = 1e15;

    public Order {
        if (!(Math.abs(value) <= MOST)) {
            throw new Invalid("must be a number between -1e15 and 1e15");
        }
        value += 0.0; // turns -0.0, which no store keeps, into 0.0
    }
}
