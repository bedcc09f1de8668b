package io.threadlets.spring.actuate;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * One field of a request, as it was sent: parsed here, since what Boot cannot convert is answered without a reason.
 *
 * @param field its name
 * @param value null if it was not sent
 */
record Input(String field, @Nullable String value) {
    @Nullable
    Integer integer(int least, int most) {
        return integer(least, most, least + " to " + most);
    }

    /** @param allowed in words */
    @Nullable
    Integer integer(int least, int most, String allowed) {
        if (value == null) {
            return null;
        }
        final int number;
        try {
            number = Integer.parseInt(value.strip());
        } catch (NumberFormatException e) {
            throw invalid("must be a whole number", allowed);
        }
        if (number < least || number > most) {
            throw invalid("must be " + allowed, allowed);
        }
        return number;
    }

    int integer(int least, int most, int otherwise) {
        final Integer number = integer(least, most);
        return number == null ? otherwise : number;
    }

    boolean flag(boolean otherwise) {
        if (value == null) {
            return otherwise;
        }
        return switch (value.strip()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid("must be true or false", "true or false");
        };
    }

    @Nullable
    Duration time() {
        if (value == null) {
            return null;
        }
        final String allowed = "a time such as 30s or 500ms, more than zero";
        final Duration time;
        try {
            time = DurationStyle.detectAndParse(value.strip());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw invalid("must be a time", allowed);
        }
        if (time.isZero() || time.isNegative()) {
            throw invalid("must be more than zero", allowed);
        }
        return time;
    }

    /** Each encoded as in an address, since it may have commas in it. */
    List<String> names() {
        try {
            return Arrays.stream(String.valueOf(value).split(","))
                    .map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw invalid("must be names", "names, each encoded as in an address, with commas between");
        }
    }

    RefusedRequest invalid(String rule, String allowed) {
        return RefusedRequest.invalid(field, value, "'" + field + "' " + rule + ".", allowed);
    }
}
