package io.meridian.sidecar.grpc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads requests so that bytes which are no message become a mark instead of an error: gRPC would end the call with "unknown", and the plugin
 * would not learn what was wrong.
 */
final class Lenient {
    private final List<Message> marks = new ArrayList<>();

    /** Whether this stands for bytes that were no message. */
    boolean isMalformed(Message request) {
        for (int i = 0; i < marks.size(); i++) {
            if (marks.get(i) == request) {
                return true;
            }
        }
        return false;
    }

    /** The same service, reading so. */
    ServerServiceDefinition of(ServerServiceDefinition service) {
        List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
        ServiceDescriptor.Builder descriptor =
                ServiceDescriptor.newBuilder(service.getServiceDescriptor().getName());
        for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
            ServerMethodDefinition<?, ?> lenient = lenient(method);
            methods.add(lenient);
            descriptor.addMethod(lenient.getMethodDescriptor());
        }
        ServerServiceDefinition.Builder built = ServerServiceDefinition.builder(descriptor.build());
        methods.forEach(built::addMethod);
        return built.build();
    }

    private <Q, A> ServerMethodDefinition<Q, A> lenient(ServerMethodDefinition<Q, A> method) {
        MethodDescriptor<Q, A> strict = method.getMethodDescriptor();
        PrototypeMarshaller<Q> marshaller = (PrototypeMarshaller<Q>) strict.getRequestMarshaller();
        Message prototype = (Message) marshaller.getMessagePrototype();
        // A message of its own, equal to the default one and yet not the same.
        Message mark = prototype.newBuilderForType().buildPartial();
        marks.add(mark);
        Marshaller<Q> forgiving = new Marshaller<>() {
            @Override
            public InputStream stream(Q value) {
                return marshaller.stream(value);
            }

            @Override
            public Q parse(InputStream stream) {
                try {
                    return marshaller
                            .getMessageClass()
                            .cast(prototype.getParserForType().parseFrom(stream));
                } catch (InvalidProtocolBufferException malformed) {
                    // What gRPC itself found wrong, such as a size over the limit, is not about the message.
                    if (malformed.getCause() instanceof IOException read
                            && !(read instanceof InvalidProtocolBufferException)) {
                        throw new UncheckedIOException(read);
                    }
                    return marshaller.getMessageClass().cast(mark);
                }
            }
        };
        return ServerMethodDefinition.create(
                strict.toBuilder(forgiving, strict.getResponseMarshaller()).build(), method.getServerCallHandler());
    }
}
