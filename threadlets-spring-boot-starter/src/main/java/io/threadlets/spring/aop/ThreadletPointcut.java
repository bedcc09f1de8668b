package io.threadlets.spring.aop;

import java.lang.reflect.Method;
import org.springframework.aop.support.StaticMethodMatcherPointcut;

/** Matches {@link Threadlet} methods. */
final class ThreadletPointcut extends StaticMethodMatcherPointcut {
    ThreadletPointcut() {
        setClassFilter(ThreadletMethods::mayHaveSome);
    }

    @Override
    public boolean matches(Method method, Class<?> targetClass) {
        return ThreadletMethods.find(method, targetClass) != null;
    }
}
