package io.threadlets.spring.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Threadlet;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;
import org.springframework.util.ClassUtils;

class MethodLabelTests {
    @Test
    void ofAProxyPeopleAreShownTheInterface() {
        final Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Mapper.class}, (self, method, arguments) -> null);
        assertThat(label(proxy.getClass())).isEqualTo("Mapper.select");
    }

    @Test
    void ofALambdaPeopleAreShownTheInterface() {
        final Mapper lambda = () -> "selected";
        assertThat(label(lambda.getClass())).isEqualTo("Mapper.select");
    }

    private static String label(Class<?> type) {
        final Method method = ClassUtils.getMethod(type, "select");
        return ThreadletMethods.label(method, type);
    }

    interface Mapper {
        @Threadlet
        String select();
    }
}
