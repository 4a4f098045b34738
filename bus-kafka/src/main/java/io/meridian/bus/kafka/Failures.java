package io.meridian.bus.kafka;

import io.meridian.bus.engine.EngineException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.IllegalSaslStateException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Puts what Kafka's client reports into words for a person: what happened, why, what to do next. */
final class Failures {
    private Failures() {}

    /** The failure itself, out of what futures wrap around it. */
    static Throwable unwrap(Throwable failure) {
        Throwable inner = failure;
        while ((inner instanceof ExecutionException || inner instanceof CompletionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }

    /** Whether the same may work a little later without anybody doing anything. */
    static boolean isPassing(Throwable failure) {
        return failure instanceof RetriableException && !(failure instanceof NotEnoughReplicasException)
                || failure instanceof CommitFailedException
                || failure instanceof LinkLostException;
    }

    /** Whether a producer that met this can do nothing more. */
    static boolean endsProducer(Throwable failure) {
        return failure instanceof ProducerFencedException
                || failure instanceof ClusterAuthorizationException
                || failure instanceof UnsupportedVersionException
                || failure instanceof AuthenticationException;
    }

    static EngineException tell(String doing, Throwable failure) {
        if (failure instanceof EngineException known) {
            return known;
        }
        return new EngineException(doing + " failed: " + reason(failure) + " " + nextStep(failure), failure);
    }

    /** The client's own words, as a sentence. */
    static String reason(Throwable failure) {
        String message = failure.getMessage();
        String text = message == null || message.isBlank() ? failure.getClass().getSimpleName() : message.strip();
        return text.endsWith(".") ? text : text + ".";
    }

    private static String nextStep(Throwable failure) {
        return switch (failure) {
            case IllegalSaslStateException e ->
                "The broker does not expect a login on this port: set KAFKA_SECURITY_PROTOCOL=plaintext (or ssl), or"
                        + " use the port of its sasl listener.";
            case UnsupportedSaslMechanismException e -> "Set KAFKA_SASL_MECHANISM to one the broker names.";
            case SslAuthenticationException e ->
                "Check that the port is an ssl listener, and KAFKA_SSL_TRUSTSTORE against the broker's certificate.";
            case AuthenticationException e ->
                "Check KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD, and that the broker knows this user.";
            case AuthorizationException e ->
                "Give this user the right with kafka-acls.sh: Read, Write, Create, Describe and DescribeConfigs on"
                    + " topics prefixed with the deployment, Read on groups prefixed with it, IdempotentWrite on the"
                    + " cluster.";
            case UnsupportedVersionException e ->
                "The broker is too old for this client: use Kafka 2.1 or newer, better 4.0 or newer.";
            case InvalidReplicationFactorException e ->
                "Set KAFKA_REPLICATION to at most the number of brokers, or start more brokers.";
            case NotEnoughReplicasException e ->
                "Bring the missing brokers back: a durable message needs two replicas in step.";
            case KafkaStorageException e -> "Look at the broker's log and at its disk: it is full or broken.";
            case RecordTooLargeException e ->
                "Raise KAFKA_MAX_MESSAGE_BYTES here and max.message.bytes of the Kafka topic, or send less at once.";
            case InvalidTopicException e ->
                "Kafka refuses the name, or has one that differs only in '.' and '_': rename the first segments of the"
                        + " topic.";
            case PolicyViolationException e ->
                "The cluster has a rule for topics: have an administrator create this one, or change KAFKA_PARTITIONS, "
                        + "KAFKA_REPLICATION or the retention settings.";
            case FencedInstanceIdException e -> "Another process uses the same name: give each its own.";
            case TimeoutException e ->
                "Check that the broker is healthy and that its advertised.listeners can be reached "
                        + "from here; when it asks for a login or encryption, set KAFKA_SECURITY_PROTOCOL.";
            default -> "Look at the broker's log for the cause.";
        };
    }
}
