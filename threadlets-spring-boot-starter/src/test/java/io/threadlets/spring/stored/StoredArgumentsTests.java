package io.threadlets.spring.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonInclude.Value;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.text.SimpleDateFormat;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** What is stored of arguments comes back as it was, whatever an application says of its JSON elsewhere. */
@SuppressWarnings("JavaUtilDate") // applications have it
class StoredArgumentsTests {
    private static final long MOST_BYTES = 10_000;

    record Payment(
            BigDecimal amount,
            int number,
            boolean isPaid,
            @Nullable String text,
            List<String> none,
            Optional<String> maybe) {}

    @SuppressWarnings("unused")
    static class Service {
        void take(
                BigDecimal amount,
                Payment payment,
                List<BigDecimal> amounts,
                Map<String, Object> values,
                ZonedDateTime zoned,
                OffsetDateTime offset,
                Instant instant,
                Date date,
                double number) {}
    }

    private static final Object[] SENT = {
        new BigDecimal("12345678901234567890.123456789"),
        new Payment(new BigDecimal("1.10"), 0, false, null, List.of(), Optional.empty()),
        List.of(new BigDecimal("0.10"), new BigDecimal("100")),
        Map.of("number", 1.5, "text", "", "list", List.of()),
        ZonedDateTime.parse("2026-10-25T02:30:00.000000005+01:00[Europe/Berlin]"),
        OffsetDateTime.parse("2026-01-01T01:01:01.123456789+02:00"),
        Instant.parse("2026-01-02T03:04:05.123456789Z"),
        new Date(1_234_567_890_123L),
        0.1
    };

    static List<JsonMapper> mappersOfApplications() {
        return List.of(
                JsonMapper.builder().build(),
                withInclusion(Include.NON_DEFAULT),
                withInclusion(Include.NON_EMPTY),
                JsonMapper.builder()
                        .enable(SerializationFeature.WRAP_ROOT_VALUE)
                        .build(),
                JsonMapper.builder()
                        .enable(SerializationFeature.WRAP_ROOT_VALUE)
                        .enable(DeserializationFeature.UNWRAP_ROOT_VALUE)
                        .build(),
                JsonMapper.builder()
                        .enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                        .build(),
                JsonMapper.builder()
                        .defaultDateFormat(new SimpleDateFormat("yyyy-MM-dd", Locale.ROOT))
                        .build());
    }

    private static JsonMapper withInclusion(Include include) {
        return JsonMapper.builder()
                .changeDefaultPropertyInclusion(any -> Value.construct(include, include))
                .build();
    }

    private static StoredTarget target() {
        final Method take = Arrays.stream(Service.class.getDeclaredMethods())
                .filter(method -> method.getName().equals("take"))
                .findFirst()
                .orElseThrow();
        return new StoredTarget(
                "take",
                "take",
                "Service.take",
                "jobs",
                "service",
                take,
                Service.class,
                List.of(take.getGenericParameterTypes()),
                true,
                null,
                List.of());
    }

    @ParameterizedTest
    @MethodSource("mappersOfApplications")
    void argumentsComeBackAsTheyWereSent(JsonMapper application) {
        final StoredArguments arguments = new StoredArguments(application);
        final String payload = arguments.write(target(), SENT, MOST_BYTES, "property");
        assertThat(arguments.read(target(), payload)).containsExactly(SENT);
        assertThat(arguments.shown(payload)).startsWith("12345678901234567890.123456789");
    }

    @Test
    void whatIsNotWrittenSoCannotBeRead() {
        final StoredArguments arguments =
                new StoredArguments(JsonMapper.builder().build());
        for (String payload : List.of(
                "",
                "null",
                "[]",
                "{}",
                "{\"v\":2,\"args\":[]}",
                "{\"args\":[],\"v\":1}",
                "{\"v\":1,\"args\":{}}",
                "{\"v\":1,\"args\":[1]}",
                "{\"v\":1,\"args\":[",
                arguments.write(target(), SENT, MOST_BYTES, "property").replace("]}", ",1]}"))) {
            assertThatThrownBy(() -> arguments.read(target(), payload))
                    .as(payload)
                    .isInstanceOf(UnreadableArgumentsException.class)
                    .hasMessageContaining("the stored arguments of Service.take cannot be read");
        }
    }
}
