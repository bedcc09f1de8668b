package io.threadlets.spring.stored;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.StdDateFormat;

/**
 * Writes arguments down, and reads them as the types that the method declares. What is written names no class, so that
 * whoever can write to the store can call annotated methods, with data of the declared types, and nothing else.
 */
final class StoredArguments {
    private static final int VERSION = 1;
    private static final String VERSION_FIELD = "v";
    private static final String ARGUMENTS_FIELD = "args";

    private final JsonMapper mapper;

    /**
     * What an application says of how its JSON looks may leave things out. Here everything comes back as it was.
     *
     * @param application the application's own mapper, which is left as it is
     */
    StoredArguments(JsonMapper application) {
        this.mapper = application
                .rebuild()
                .deactivateDefaultTyping()
                .changeDefaultPropertyInclusion(any -> JsonInclude.Value.construct(Include.ALWAYS, Include.ALWAYS))
                .defaultDateFormat(new StdDateFormat())
                .disable(
                        DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS,
                        DateTimeFeature.WRITE_DATES_WITH_CONTEXT_TIME_ZONE,
                        DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE,
                        DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID,
                        DateTimeFeature.TRUNCATE_TO_MSECS_ON_WRITE)
                .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS, // one argument follows another
                        DeserializationFeature.UNWRAP_ROOT_VALUE)
                .disable(SerializationFeature.INDENT_OUTPUT, SerializationFeature.WRAP_ROOT_VALUE)
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
        try (JsonParser json = mapper.createParser(payload)) {
            if (!isAtArguments(json)) {
                throw anotherForm(target);
            }
            return read(target, json);
        } catch (JacksonException | IllegalArgumentException | ClassCastException unreadable) {
            throw new UnreadableArgumentsException(target, String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    private static UnreadableArgumentsException anotherForm(StoredTarget target) {
        return new UnreadableArgumentsException(target, "they are written in another form", null);
    }

    private static boolean isAtArguments(JsonParser json) {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        int version = 0;
        for (String field = json.nextName(); field != null; field = json.nextName()) {
            final JsonToken value = json.nextToken();
            if (field.equals(ARGUMENTS_FIELD)) {
                return version == VERSION && value == JsonToken.START_ARRAY;
            }
            if (field.equals(VERSION_FIELD)) {
                version = json.getValueAsInt(0);
            }
            json.skipChildren();
        }
        return false;
    }

    /** From the text, and not from a tree, in which long numbers are not what they were. */
    private @Nullable Object[] read(StoredTarget target, JsonParser json) {
        final List<Type> types = target.parameters();
        final @Nullable Object[] args = new Object[types.size()];
        int read = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (read == args.length) {
                throw anotherForm(target);
            }
            args[read] = mapper.readerFor(mapper.constructType(types.get(read))).readValue(json);
            read++;
        }
        if (read < args.length) {
            throw anotherForm(target);
        }
        return args;
    }

    /** The arguments alone, for people: texts as they are, anything else as JSON. */
    List<String> shown(String payload) {
        try {
            return mapper.readerFor(JsonNode.class)
                    .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .readTree(payload)
                    .path(ARGUMENTS_FIELD)
                    .valueStream()
                    .map(argument -> argument.isString() ? argument.stringValue() : argument.toString())
                    .toList();
        } catch (JacksonException unreadable) {
            return List.of(payload);
        }
    }
}
