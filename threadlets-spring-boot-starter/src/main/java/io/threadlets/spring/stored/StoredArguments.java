package io.threadlets.spring.stored;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes arguments down, and reads them as the types that the method declares. What is written names no class, so that
 * whoever can write to the store can call annotated methods, with data of the declared types, and nothing else.
 */
final class StoredArguments {
    private static final int VERSION = 1;
    private static final String VERSION_FIELD = "v";
    private static final String ARGUMENTS_FIELD = "args";

    private final JsonMapper mapper;

    /** @param application the application's own mapper, which is left as it is */
    StoredArguments(JsonMapper application) {
        this.mapper = application
                .rebuild()
                .deactivateDefaultTyping()
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(SerializationFeature.INDENT_OUTPUT)
                .build();
    }

    JsonMapper mapper() {
        return mapper;
    }

    /** @throws IllegalArgumentException if they cannot be written, or are too large */
    String write(StoredTarget target, @Nullable Object[] args, long mostBytes, String property) {
        final StringBuilder envelope =
                new StringBuilder("{\"" + VERSION_FIELD + "\":" + VERSION + ",\"" + ARGUMENTS_FIELD + "\":[");
        try {
            for (int i = 0; i < args.length; i++) {
                envelope.append(i == 0 ? "" : ",")
                        .append(mapper.writerFor(
                                        mapper.constructType(target.parameters().get(i)))
                                .writeValueAsString(args[i]));
            }
        } catch (JacksonException | IllegalArgumentException unwritable) {
            throw new IllegalArgumentException(
                    "Queue '" + target.queue() + "': the arguments of " + target.label()
                            + " cannot be written as JSON; nothing is stored: " + unwritable.getMessage(),
                    unwritable);
        }
        final String json = envelope.append("]}").toString();
        final int size = json.getBytes(StandardCharsets.UTF_8).length;
        if (size > mostBytes) {
            throw new IllegalArgumentException("Queue '" + target.queue() + "': the arguments of " + target.label()
                    + " are " + size + " bytes of JSON, and more than " + mostBytes
                    + " are not stored. Pass an id in place of what it stands for, or raise " + property + ".");
        }
        return json;
    }

    /** @throws UnreadableArgumentsException if they cannot be read */
    @Nullable
    Object[] read(StoredTarget target, String payload) {
        try {
            final JsonNode envelope = mapper.readTree(payload);
            final JsonNode array = envelope.path(ARGUMENTS_FIELD);
            final List<Type> types = target.parameters();
            if (envelope.path(VERSION_FIELD).asInt(0) != VERSION || array.size() != types.size()) {
                throw new UnreadableArgumentsException(target, "they are written in another form", null);
            }
            final @Nullable Object[] args = new Object[types.size()];
            for (int i = 0; i < args.length; i++) {
                args[i] = mapper.readerFor(mapper.constructType(types.get(i))).readValue(array.get(i));
            }
            return args;
        } catch (JacksonException | IllegalArgumentException | ClassCastException unreadable) {
            throw new UnreadableArgumentsException(target, String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    /** The arguments alone, for people: texts as they are, anything else as JSON. */
    List<String> shown(String payload) {
        try {
            return mapper.readTree(payload)
                    .path(ARGUMENTS_FIELD)
                    .valueStream()
                    .map(argument -> argument.isString() ? argument.stringValue() : argument.toString())
                    .toList();
        } catch (JacksonException unreadable) {
            return List.of(payload);
        }
    }
}
