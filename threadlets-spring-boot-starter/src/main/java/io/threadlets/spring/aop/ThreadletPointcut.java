package io.threadlets.spring.aop;

import io.threadlets.spring.Threadlet;
import java.lang.reflect.Method;
import org.springframework.aop.ClassFilter;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.core.annotation.AnnotationUtils;

/** Matches {@link Threadlet} methods. */
final class ThreadletPointcut extends StaticMethodMatcherPointcut {
    ThreadletPointcut() {
        setClassFilter(new CandidateFilter());
    }

    @Override
    public boolean matches(Method method, Class<?> targetClass) {
        return ThreadletMethods.find(method, targetClass) != null;
    }

    /** Spares the classes of the JDK a look at each of their methods. */
    private static final class CandidateFilter implements ClassFilter {
        @Override
        public boolean matches(Class<?> type) {
            return AnnotationUtils.isCandidateClass(type, Threadlet.class);
        }
    }
}
