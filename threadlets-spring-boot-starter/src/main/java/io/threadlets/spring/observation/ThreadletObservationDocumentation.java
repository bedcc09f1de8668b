package io.threadlets.spring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/** What is observed. */
public enum ThreadletObservationDocumentation implements ObservationDocumentation {
    /** The body of a call, from its begin to its end on a thread of the queue; waiting is no part of it. */
    WORK {
        @Override
        public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
            return DefaultThreadletObservationConvention.class;
        }

        @Override
        public KeyName[] getLowCardinalityKeyNames() {
            return LowCardinalityKeyNames.values();
        }

        @Override
        public KeyName[] getHighCardinalityKeyNames() {
            return HighCardinalityKeyNames.values();
        }
    };

    /** Keys with few values. */
    public enum LowCardinalityKeyNames implements KeyName {
        /** The queue's name. */
        QUEUE("queue"),
        /** {@code SUCCESS}, {@code ERROR}, or {@code UNKNOWN} while the body runs. Not on meters, which have it. */
        OUTCOME("outcome"),
        /** The annotated method, as {@code MailService.send}; only where {@code threadlets.metrics.work-tag} is set. */
        WORK("work") {
            @Override
            public boolean isRequired() {
                return false;
            }
        };

        private final String key;

        LowCardinalityKeyNames(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }

    /** Keys with many values. */
    public enum HighCardinalityKeyNames implements KeyName {
        /** A number that no other observed call of the application has. */
        WORK_ID("work.id"),
        /** How many milliseconds the call waited for a thread. */
        WAIT_MS("wait.ms");

        private final String key;

        HighCardinalityKeyNames(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }
}
