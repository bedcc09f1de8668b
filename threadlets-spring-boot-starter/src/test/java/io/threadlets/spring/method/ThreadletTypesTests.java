package io.threadlets.spring.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Threadlet;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.GenericApplicationContext;

class ThreadletTypesTests {
    private final ThreadletTypes types = new ThreadletTypes();

    @Retention(RetentionPolicy.RUNTIME)
    @Threadlet("disk")
    @interface OnDisk {}

    static class OnAMethod {
        @Threadlet
        void run() {}
    }

    @Threadlet
    static class OnTheClass {}

    static class ByAnotherAnnotation {
        @OnDisk
        void run() {}
    }

    static class OfASuperclass extends OnAMethod {
        @Override
        void run() {}
    }

    interface Api {
        @Threadlet
        void run();
    }

    interface Wider extends Api {}

    static class OfAnInterface implements Wider {
        @Override
        public void run() {}
    }

    static class OfAContext extends GenericApplicationContext {
        @Threadlet
        void run() {}
    }

    static class Without extends ArrayList<String> implements Runnable {
        private static final long serialVersionUID = 1L;

        @Deprecated
        @Override
        public void run() {}
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                OnAMethod.class,
                OnTheClass.class,
                ByAnotherAnnotation.class,
                OfASuperclass.class,
                Api.class,
                Wider.class,
                OfAnInterface.class,
                OfAContext.class
            })
    void classesWithTheAnnotationAreFoundWhereverItStands(Class<?> type) {
        assertThat(types.mayHaveSome(type)).isTrue();
        assertThat(types.mayHaveSome(type)).as("asked again").isTrue();
    }

    @Test
    void proxiesOfAnnotatedInterfacesAreFound() {
        final Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Runnable.class, Wider.class},
                (self, method, args) -> null);

        assertThat(types.mayHaveSome(proxy.getClass())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(classes = {Without.class, Runnable.class, String.class, GenericApplicationContext.class})
    void othersAreNot(Class<?> type) {
        assertThat(types.mayHaveSome(type)).isFalse();
        assertThat(types.mayHaveSome(type)).as("asked again").isFalse();
    }
}
