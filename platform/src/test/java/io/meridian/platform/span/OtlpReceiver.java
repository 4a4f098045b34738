package io.meridian.platform.span;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver of OTLP over HTTP, which reads with the types that OpenTelemetry publishes. It answers as it is told. */
public final class OtlpReceiver implements AutoCloseable {
    private final HttpServer server;
    private final List<Received> spans = new CopyOnWriteArrayList<>();
    private final List<Integer> answers = new CopyOnWriteArrayList<>();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile long rejected;

    /** @param service whose it is: its instance */
    public record Received(String service, String namespace, Span span) {
        public String trace() {
            return HexFormat.of().formatHex(span.getTraceId().toByteArray());
        }

        public String id() {
            return HexFormat.of().formatHex(span.getSpanId().toByteArray());
        }

        public String parent() {
            return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
        }

        @Override
        public String toString() {
            return service + ": " + span.getName() + " " + id() + " of " + parent();
        }

        public String attribute(String key) {
            return values(span.getAttributesList()).getOrDefault(key, "");
        }
    }

    public OtlpReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            int asked = requests.getAndIncrement();
            int status = answers.isEmpty() ? 200 : answers.get(Math.min(asked, answers.size() - 1));
            boolean isOtlp =
                    "application/x-protobuf".equals(exchange.getRequestHeaders().getFirst("Content-Type"));
            byte[] answer = {};
            if (status == 200 && isOtlp) {
                keep(ExportTraceServiceRequest.parseFrom(body));
                answer = ExportTraceServiceResponse.newBuilder()
                        .setPartialSuccess(ExportTracePartialSuccess.newBuilder()
                                .setErrorMessage("as told")
                                .setRejectedSpans(rejected))
                        .build()
                        .toByteArray();
            }
            exchange.sendResponseHeaders(isOtlp ? status : 415, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private void keep(ExportTraceServiceRequest request) {
        for (ResourceSpans each : request.getResourceSpansList()) {
            Map<String, String> resource = values(each.getResource().getAttributesList());
            each.getScopeSpansList()
                    .forEach(scope -> scope.getSpansList()
                            .forEach(span -> spans.add(new Received(
                                    resource.get("service.name"), resource.get("service.namespace"), span))));
        }
    }

    private static Map<String, String> values(List<KeyValue> attributes) {
        Map<String, String> values = new HashMap<>();
        attributes.forEach(each -> values.put(
                each.getKey(),
                each.getValue().hasStringValue()
                        ? each.getValue().getStringValue()
                        : Long.toString(each.getValue().getIntValue())));
        return values;
    }

    /** The status of each answer, one request after the other; the last one for all that follow. */
    void answer(Integer... statuses) {
        answers.addAll(List.of(statuses));
    }

    /** Says of each request that so many of its spans were not taken. */
    void reject(long ofEach) {
        rejected = ofEach;
    }

    int requests() {
        return requests.get();
    }

    public List<Received> spans() {
        return spans;
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers nobody any more; what it received stays. */
    public void goAway() {
        server.stop(0);
    }

    @Override
    public void close() {
        goAway();
    }
}
