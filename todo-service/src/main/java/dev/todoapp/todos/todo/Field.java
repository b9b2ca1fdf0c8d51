package dev.todoapp.todos.todo;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * A field of a merge patch, which tells apart what a plain field can't: left out, or null.
 *
 * @param isNamed whether the document has the field
 */
@JsonDeserialize(using = Field.Deserializer.class)
record Field<T>(boolean isNamed, @Nullable T value) {

    /** What the field is after the patch: its own value if it is named, null included, else what it was. */
    @Nullable
    T over(@Nullable T stored) {
        return isNamed ? value : stored;
    }

    /** Reads the value as its own type is read anywhere else. */
    static final class Deserializer extends StdDeserializer<Field<?>> {

        private final @Nullable ValueDeserializer<Object> values;

        Deserializer() {
            this(null);
        }

        private Deserializer(@Nullable ValueDeserializer<Object> values) {
            super(Field.class);
            this.values = values;
        }

        @Override
        public ValueDeserializer<?> createContextual(DeserializationContext context, BeanProperty property) {
            return new Deserializer(
                    context.findContextualValueDeserializer(property.getType().containedType(0), property));
        }

        @Override
        public Field<?> deserialize(JsonParser parser, DeserializationContext context) {
            return new Field<>(true, values == null ? null : values.deserialize(parser, context));
        }

        @Override
        public Field<?> getNullValue(DeserializationContext context) {
            return new Field<>(true, null);
        }

        @Override
        public Field<?> getAbsentValue(DeserializationContext context) {
            return new Field<>(false, null);
        }
    }
}
