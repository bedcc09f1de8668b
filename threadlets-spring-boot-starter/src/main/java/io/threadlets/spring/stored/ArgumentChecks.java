package io.threadlets.spring.stored;

import io.threadlets.spring.config.ThreadletsConfigurationException.Problem;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.AbstractDeserializer;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.bean.BeanDeserializerBase;
import tools.jackson.databind.deser.jdk.ThrowableDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.ser.bean.BeanSerializerBase;

/**
 * Whether the arguments of a method can be read back. Jackson writes nearly everything, and says only when it reads
 * that it cannot: so what would read is built when the application starts, and looked through.
 */
final class ArgumentChecks {
    private static final Log LOG = LogFactory.getLog(ArgumentChecks.class);

    /** By name: not all of them are on each class path. They are of a request or a process. */
    private static final List<String> OF_THE_MOMENT = List.of(
            "java.io.InputStream",
            "java.io.OutputStream",
            "java.io.Reader",
            "java.io.Writer",
            "java.lang.Thread",
            "java.security.Principal",
            "java.util.concurrent.Future",
            "jakarta.servlet.ServletRequest",
            "jakarta.servlet.ServletResponse",
            "jakarta.servlet.http.HttpSession",
            "org.springframework.core.io.InputStreamSource",
            "org.springframework.http.HttpMessage",
            "org.springframework.web.context.request.RequestAttributes");

    private static final String ENTITY = "jakarta.persistence.Entity";

    private final JsonMapper mapper;

    ArgumentChecks(JsonMapper mapper) {
        this.mapper = mapper;
    }

    void check(StoredTarget target, Consumer<Problem> problems) {
        for (int i = 0; i < target.parameters().size(); i++) {
            final JavaType type = mapper.constructType(target.parameters().get(i));
            final String why = obstacle(type);
            if (why != null) {
                problems.accept(new Problem(
                        "@Threadlet on " + target.type().getName() + "."
                                + target.method().getName() + ": parameter " + (i + 1) + " ("
                                + type.toCanonical() + ") cannot be read back from the store of queue '"
                                + target.queue() + "', since " + why + ".",
                        "Pass what is data alone: an id, a record, or values of the types that Jackson reads."));
            }
            if (MergedAnnotations.from(type.getRawClass()).isPresent(ENTITY)) {
                LOG.warn("Queue '" + target.queue() + "': " + target.label() + " takes the entity "
                        + type.getRawClass().getSimpleName() + ", which is stored as it is when the call is sent, and"
                        + " detached when it is run. Pass its id.");
            }
        }
    }

    private @Nullable String obstacle(JavaType type) {
        if (type.getRawClass() == Object.class || type.getRawClass() == Serializable.class) {
            return "it may be anything, and its class is not stored";
        }
        try {
            final DeserializationContext context = mapper._deserializationContext();
            return obstacle(type, context.findRootValueDeserializer(type), context, new HashSet<>());
        } catch (JacksonException | IllegalArgumentException unreadable) {
            return "Jackson cannot read it: " + unreadable.getMessage();
        }
    }

    private @Nullable String obstacle(
            JavaType type, ValueDeserializer<?> reader, DeserializationContext context, Set<JavaType> seen) {
        if (!seen.add(type)) {
            return null;
        }
        for (String name : OF_THE_MOMENT) {
            if (isA(type.getRawClass(), name)) {
                return type.getRawClass().getName() + " is of the moment and not data";
            }
        }
        if (reader instanceof AbstractDeserializer) {
            return type.getRawClass().getName() + " is "
                    + (type.isInterface() ? "an interface" : "an abstract class")
                    + " and says nothing of the types that it stands for (@JsonTypeInfo)";
        }
        final JavaType content = type.getContentType() != null ? type.getContentType() : type.getReferencedType();
        if (content != null && content.getRawClass() != Object.class) {
            return obstacle(content, context.findRootValueDeserializer(content), context, seen);
        }
        return reader instanceof BeanDeserializerBase bean ? obstacle(bean, context, seen) : null;
    }

    private @Nullable String obstacle(BeanDeserializerBase bean, DeserializationContext context, Set<JavaType> seen) {
        final Class<?> type = bean.handledType();
        if (ClassUtils.isInnerClass(type)) {
            return type.getName() + " is an inner class that is not static";
        }
        return canBeMade(bean)
                ? obstacleOfProperties(bean, context, seen)
                : type.getName() + " has no constructor that Jackson can call: neither one without parameters, nor a"
                        + " single public one, nor one with @JsonCreator";
    }

    /** From the JSON that is written of it. */
    private boolean canBeMade(BeanDeserializerBase bean) {
        final ValueInstantiator maker = bean.getValueInstantiator();
        return maker.canCreateUsingDefault()
                || maker.canCreateFromObjectWith()
                || maker.canCreateUsingDelegate()
                || maker.canCreateUsingArrayDelegate()
                || (maker.canInstantiate()
                        && (bean instanceof ThrowableDeserializer || !isWrittenAsObject(bean.handledType())));
    }

    private boolean isWrittenAsObject(Class<?> type) {
        return mapper._serializationContext().findValueSerializer(type) instanceof BeanSerializerBase;
    }

    private @Nullable String obstacleOfProperties(
            BeanDeserializerBase bean, DeserializationContext context, Set<JavaType> seen) {
        for (Iterator<SettableBeanProperty> properties = bean.properties(); properties.hasNext(); ) {
            final SettableBeanProperty property = properties.next();
            if (!property.hasValueTypeDeserializer() && property.hasValueDeserializer()) {
                final String why = obstacle(property.getType(), property.getValueDeserializer(), context, seen);
                if (why != null) {
                    return why + " (" + bean.handledType().getSimpleName() + "." + property.getName() + ")";
                }
            }
        }
        return null;
    }

    private static boolean isA(Class<?> type, String name) {
        final Class<?> parent = type.getSuperclass();
        return type.getName().equals(name)
                || (parent != null && isA(parent, name))
                || Stream.of(type.getInterfaces()).anyMatch(each -> isA(each, name));
    }
}
