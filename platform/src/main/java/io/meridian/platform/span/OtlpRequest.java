package io.meridian.platform.span;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Spans as OTLP has them ({@code ExportTraceServiceRequest} of opentelemetry-proto 1), written field by field: their numbers never change. */
final class OtlpRequest {
    static final String CONTENT_TYPE = "application/x-protobuf";

    private static final int RESOURCE_SPANS = 1;
    private static final int RESOURCE = 1;
    private static final int ATTRIBUTES_OF_RESOURCE = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SCOPE = 1;
    private static final int NAME_OF_SCOPE = 1;
    private static final int SPANS = 2;
    private static final int TRACE_ID = 1;
    private static final int SPAN_ID = 2;
    private static final int PARENT_ID = 4;
    private static final int NAME = 5;
    private static final int KIND = 6;
    private static final int START = 7;
    private static final int END = 8;
    private static final int ATTRIBUTES = 9;
    private static final int KEY = 1;
    private static final int VALUE = 2;
    private static final int TEXT = 1;
    private static final int WHOLE_NUMBER = 3;
    private static final int PARTIAL_SUCCESS = 1;
    private static final int REJECTED = 1;

    private OtlpRequest() {}

    /** Writes the fields of one message. */
    private interface Fields {
        void write(CodedOutputStream to) throws IOException;
    }

    private static ByteString message(Fields fields) {
        ByteString.Output bytes = ByteString.newOutput();
        CodedOutputStream to = CodedOutputStream.newInstance(bytes);
        try {
            fields.write(to);
            to.flush();
        } catch (IOException e) {
            throw new IllegalStateException("memory takes no bytes", e);
        }
        return bytes.toByteString();
    }

    /** @param deployment whose spans these are */
    static byte[] encode(String deployment, List<Span> spans) {
        Map<String, ByteString> byService = new LinkedHashMap<>();
        for (Span span : spans) {
            byService.merge(span.service(), message(to -> to.writeBytes(SPANS, encode(span))), ByteString::concat);
        }
        return message(to -> {
                    for (Map.Entry<String, ByteString> each : byService.entrySet()) {
                        to.writeBytes(RESOURCE_SPANS, resource(deployment, each.getKey(), each.getValue()));
                    }
                })
                .toByteArray();
    }

    private static ByteString resource(String deployment, String service, ByteString spans) {
        ByteString resource = message(to -> attributes(
                to, ATTRIBUTES_OF_RESOURCE, Map.of("service.name", service, "service.namespace", deployment)));
        ByteString scope = message(to -> to.writeString(NAME_OF_SCOPE, "meridian"));
        ByteString named = message(to -> to.writeBytes(SCOPE, scope));
        return message(to -> {
            to.writeBytes(RESOURCE, resource);
            to.writeBytes(SCOPE_SPANS, named.concat(spans));
        });
    }

    private static ByteString encode(Span span) {
        return message(to -> {
            to.writeBytes(TRACE_ID, id(span.traceHigh(), span.traceLow()));
            to.writeBytes(SPAN_ID, id(span.id()));
            if (span.parent() != 0) {
                to.writeBytes(PARENT_ID, id(span.parent()));
            }
            to.writeString(NAME, span.name());
            to.writeEnum(KIND, span.kind().number());
            to.writeFixed64(START, span.startNs());
            to.writeFixed64(END, span.endNs());
            attributes(to, ATTRIBUTES, span.attributes());
        });
    }

    private static ByteString id(long... parts) {
        ByteBuffer bytes = ByteBuffer.allocate(parts.length * Long.BYTES);
        for (long part : parts) {
            bytes.putLong(part);
        }
        return ByteString.copyFrom(bytes.flip());
    }

    private static void attributes(CodedOutputStream to, int field, Map<String, Object> all) throws IOException {
        for (Map.Entry<String, Object> each : all.entrySet()) {
            ByteString value = message(inner -> {
                if (each.getValue() instanceof Long number) {
                    inner.writeInt64(WHOLE_NUMBER, number);
                } else {
                    inner.writeString(TEXT, (String) each.getValue());
                }
            });
            to.writeBytes(field, message(inner -> {
                inner.writeString(KEY, each.getKey());
                inner.writeBytes(VALUE, value);
            }));
        }
    }

    /** How many spans a receiver says that it did not take, in its answer to a request that it took. */
    static long rejected(byte[] answer) throws IOException {
        CodedInputStream from = CodedInputStream.newInstance(answer);
        for (int tag = from.readTag(); tag != 0; tag = from.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == PARTIAL_SUCCESS) {
                CodedInputStream inner = from.readBytes().newCodedInput();
                for (int of = inner.readTag(); of != 0; of = inner.readTag()) {
                    if (WireFormat.getTagFieldNumber(of) == REJECTED) {
                        return inner.readInt64();
                    }
                    inner.skipField(of);
                }
            } else {
                from.skipField(tag);
            }
        }
        return 0;
    }
}
