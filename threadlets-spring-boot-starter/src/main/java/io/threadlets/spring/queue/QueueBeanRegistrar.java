package io.threadlets.spring.queue;

import io.threadlets.ThreadletQueue;
import io.threadlets.spring.config.PropertiesBinding;
import io.threadlets.spring.config.SettingsResolver;
import io.threadlets.spring.config.ThreadletsConfigurationException;
import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import io.threadlets.spring.config.ThreadletsProperties;
import io.threadlets.spring.config.WrittenProperties;
import io.threadlets.spring.config.WrongProperties;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConstructorArgumentValues.ValueHolder;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.BeanDefinitionReaderUtils;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Defines a {@link ThreadletQueue} bean and an {@link Executor} bean for each configured queue. If the properties are
 * wrong, defines what says so before any bean is made: else the first that is seen would be a bean that misses its
 * queue.
 *
 * <p>With ahead-of-time processing the definitions are made at build time, so the names of queues that are beans are
 * fixed then; their values are not.
 */
public final class QueueBeanRegistrar implements ImportBeanDefinitionRegistrar {
    /** The bean whose factory methods make the others. */
    public static final String REGISTRY_BEAN_NAME = "threadletQueueRegistry";

    /** As Boot names it. */
    private static final String PROPERTIES_BEAN_NAME = "threadlets-" + ThreadletsProperties.class.getName();

    private final Environment environment;
    private final BeanFactory beanFactory;

    /**
     * For the container.
     *
     * @param environment where the names are read
     * @param beanFactory what is there already
     */
    public QueueBeanRegistrar(Environment environment, BeanFactory beanFactory) {
        this.environment = environment;
        this.beanFactory = beanFactory;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importingClass, BeanDefinitionRegistry registry) {
        final WrittenProperties written = new WrittenProperties(environment);
        if (written.isEmpty()) {
            leaveUnbound(registry);
            defineBeans(Set.of(SettingsResolver.GLOBAL), registry);
            return;
        }
        if (written.hasTextForMaps()) {
            registry.registerBeanDefinition("threadletsBinding", new RootBeanDefinition(PropertiesBinding.class));
        }
        try {
            final ThreadletsProperties properties = written.complete(PropertiesBinding.bind(environment));
            defineBeans(SettingsResolver.resolve(properties, environment).keySet(), registry);
        } catch (ThreadletsConfigurationException wrong) {
            defineReport(
                    new WrongProperties(
                            wrong.problems(),
                            written.queueNames(),
                            written.stores().keySet()),
                    registry);
        } catch (BindException failure) {
            final List<Problem> problems = written.problems();
            if (problems.isEmpty()) {
                throw failure;
            }
            defineReport(new WrongProperties(problems, null, Set.of()), registry);
        }
    }

    private static void defineReport(WrongProperties wrong, BeanDefinitionRegistry registry) {
        registry.registerBeanDefinition(
                "threadletsWrongProperties", new RootBeanDefinition(WrongProperties.class, () -> wrong));
    }

    private void defineBeans(Set<String> queues, BeanDefinitionRegistry registry) {
        final Map<String, String> beans = new LinkedHashMap<>();
        for (String queue : queues) {
            final boolean isExecutorTaken = isQualifierOfAnExecutor(queue);
            final String bean = queueBeanName(queue, registry);
            beans.put(queue, bean);
            registry.registerBeanDefinition(bean, queueDefinition(queue));
            registry.registerBeanDefinition(
                    free(queue + "ThreadletExecutor", registry), executorDefinition(queue, !isExecutorTaken));
        }
        final RootBeanDefinition names = new RootBeanDefinition(QueueBeans.class);
        names.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
        final ValueHolder argument = new ValueHolder(beans);
        argument.setConvertedValue(beans); // else Spring looks for what could convert it
        names.getConstructorArgumentValues().addIndexedArgumentValue(0, argument);
        registry.registerBeanDefinition("threadletQueueBeans", names);
    }

    /** What is generated ahead of time binds them all the same: they may be set later. */
    private static void leaveUnbound(BeanDefinitionRegistry registry) {
        if (registry.containsBeanDefinition(PROPERTIES_BEAN_NAME)
                && registry.getBeanDefinition(PROPERTIES_BEAN_NAME) instanceof AbstractBeanDefinition definition) {
            definition.setInstanceSupplier(ThreadletsProperties::unset);
        }
    }

    private static String queueBeanName(String queue, BeanDefinitionRegistry registry) {
        return registry.isBeanNameInUse(queue) ? free(queue + "ThreadletQueue", registry) : queue;
    }

    private static String free(String wanted, BeanDefinitionRegistry registry) {
        return registry.isBeanNameInUse(wanted) ? BeanDefinitionReaderUtils.uniqueBeanName(wanted, registry) : wanted;
    }

    /** Whether {@code @Async("name")} means an executor of the application's own already: it goes on to do so. */
    private boolean isQualifierOfAnExecutor(String name) {
        if (beanFactory instanceof ListableBeanFactory beans) {
            for (String bean : beans.getBeanNamesForType(Executor.class, true, false)) {
                if (BeanFactoryAnnotationUtils.isQualifierMatch(name::equals, bean, beans)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static RootBeanDefinition queueDefinition(String queue) {
        final RootBeanDefinition definition = definition(queue, ThreadletQueue.class, "queue");
        definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, queue));
        return definition;
    }

    /** Injected where its name is given, and nowhere else: it must not become anybody's default executor. */
    private static RootBeanDefinition executorDefinition(String queue, boolean isQualified) {
        final RootBeanDefinition definition = definition(queue, Executor.class, "executor");
        definition.setDefaultCandidate(false);
        if (isQualified) {
            definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, queue));
        }
        return definition;
    }

    private static RootBeanDefinition definition(String queue, Class<?> type, String factoryMethod) {
        final RootBeanDefinition definition = new RootBeanDefinition();
        definition.setTargetType(type);
        definition.setFactoryBeanName(REGISTRY_BEAN_NAME);
        definition.setFactoryMethodName(factoryMethod);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, queue);
        definition.setLazyInit(false);
        definition.setResourceDescription(SettingsResolver.prefix(queue)); // shown where a bean is looked for
        return definition;
    }
}
