package io.threadlets.spring.stored;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.Expression;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/** The key of a call, by an expression in which names mean what they mean in {@code @Cacheable}. */
final class KeyExpression {
    private final Expression expression;
    private final BeanFactory beanFactory;
    private final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();

    /** What {@code #root} is: expressions call the getters. */
    static final class Root {
        private final StoredTarget called;
        private final @Nullable Object[] args;
        private final @Nullable Object target;

        private Root(StoredTarget called, @Nullable Object[] args, @Nullable Object target) {
            this.called = called;
            this.args = args;
            this.target = target;
        }

        public Method getMethod() {
            return called.method();
        }

        public String getMethodName() {
            return called.method().getName();
        }

        public @Nullable Object[] getArgs() {
            return args;
        }

        public @Nullable Object getTarget() {
            return target;
        }

        public Class<?> getTargetClass() {
            return called.type();
        }
    }

    KeyExpression(String written, BeanFactory beanFactory) {
        this.expression = new SpelExpressionParser().parseExpression(written);
        this.beanFactory = beanFactory;
    }

    /** Null: no key. Throws what the expression throws. */
    @Nullable
    String of(StoredTarget target, @Nullable Object[] args, @Nullable Object bean) {
        final MethodBasedEvaluationContext context =
                new MethodBasedEvaluationContext(new Root(target, args, bean), target.method(), args, names);
        context.setBeanResolver(new BeanFactoryResolver(beanFactory));
        final Object key = expression.getValue(context);
        return key == null ? null : String.valueOf(key);
    }
}
