package io.threadlets.spring.aop;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadlets.spring.Contexts;
import io.threadlets.spring.Threadlet;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.EnableRabbit;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.RabbitListenerEndpointRegistry;
import org.springframework.amqp.rabbit.listener.adapter.AbstractAdaptableMessageListener;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.AcknowledgingConsumerAwareMessageListener;

/**
 * Listener containers keep the bean that their post-processor was given: it is to be the proxy. No broker is needed.
 */
class ListenerContainerTests {
    private final ApplicationContextRunner contexts =
            Contexts.withStarter().withPropertyValues("threadlets.queues.disk.max-threads=1");

    static class OfKafka {
        private final CompletableFuture<String> thread = new CompletableFuture<>();

        @KafkaListener(id = "orders", topics = "orders")
        @Threadlet("disk")
        public void onOrder(String order) {
            thread.complete(order + " on " + Thread.currentThread().getName());
        }

        CompletableFuture<String> thread() {
            return thread;
        }
    }

    /** Before the starter's own, as in an application: its post-processor is the first of all with its order. */
    @Configuration(proxyBeanMethods = false)
    @EnableKafka
    static class Kafka {
        @Bean
        OfKafka listener() {
            return new OfKafka();
        }

        @Bean
        ConcurrentKafkaListenerContainerFactory<String, String> kafkaListenerContainerFactory() {
            final var factory = new ConcurrentKafkaListenerContainerFactory<String, String>();
            factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(
                    Map.of("bootstrap.servers", "localhost:1", "group.id", "tests"),
                    new StringDeserializer(),
                    new StringDeserializer()));
            factory.setAutoStartup(false);
            return factory;
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void kafkaListenerRunsOnItsQueue() {
        contexts.withUserConfiguration(Kafka.class).run(context -> {
            final var container =
                    context.getBean(KafkaListenerEndpointRegistry.class).getListenerContainer("orders");
            assertThat(container).isNotNull();
            final var listener = (AcknowledgingConsumerAwareMessageListener<String, String>)
                    container.getContainerProperties().getMessageListener();
            assertThat(listener).isNotNull();

            listener.onMessage(new ConsumerRecord<>("orders", 0, 0, "key", "order"), null, null);

            assertThat(context.getBean(OfKafka.class).thread())
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("order on disk-1");
        });
    }

    static class OfRabbit {
        private final CompletableFuture<String> thread = new CompletableFuture<>();

        @RabbitListener(id = "orders", queues = "orders")
        @Threadlet("disk")
        public void onOrder(byte[] order) {
            thread.complete(order.length + " bytes on " + Thread.currentThread().getName());
        }

        CompletableFuture<String> thread() {
            return thread;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableRabbit
    static class Rabbit {
        @Bean
        OfRabbit listener() {
            return new OfRabbit();
        }

        @Bean
        SimpleRabbitListenerContainerFactory rabbitListenerContainerFactory() {
            final SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
            factory.setConnectionFactory(new CachingConnectionFactory("localhost", 1));
            factory.setAutoStartup(false);
            return factory;
        }
    }

    @Test
    void rabbitListenerRunsOnItsQueue() {
        contexts.withUserConfiguration(Rabbit.class).run(context -> {
            final var container = (AbstractMessageListenerContainer)
                    context.getBean(RabbitListenerEndpointRegistry.class).getListenerContainer("orders");
            assertThat(container).isNotNull();
            final var listener = (AbstractAdaptableMessageListener) container.getMessageListener();
            assertThat(listener).isNotNull();

            listener.onMessage(new Message(new byte[3]), null);

            assertThat(context.getBean(OfRabbit.class).thread())
                    .succeedsWithin(20, TimeUnit.SECONDS)
                    .isEqualTo("3 bytes on disk-1");
        });
    }
}
