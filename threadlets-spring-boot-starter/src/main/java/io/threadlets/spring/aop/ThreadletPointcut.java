package io.threadlets.spring.aop;

import io.threadlets.spring.method.ContainerMethods;
import io.threadlets.spring.method.ThreadletMethods;
import io.threadlets.spring.method.ThreadletMethods.Declaration;
import java.lang.reflect.Method;
import org.springframework.aop.support.StaticMethodMatcherPointcut;

/** Matches {@link io.threadlets.spring.Threadlet} methods. */
final class ThreadletPointcut extends StaticMethodMatcherPointcut {
    private final ContainerMethods containerMethods;

    /** @param containerMethods are left out where the class as a whole is annotated */
    ThreadletPointcut(ContainerMethods containerMethods) {
        this.containerMethods = containerMethods;
        setClassFilter(ThreadletMethods::mayHaveSome);
    }

    @Override
    public boolean matches(Method method, Class<?> targetClass) {
        final Declaration found = ThreadletMethods.find(method, targetClass);
        return found != null && (found.isOnMethod() || !containerMethods.isNamed(method, targetClass));
    }
}
