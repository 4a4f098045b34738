package io.meridian.manager.api;

import io.meridian.manager.basis.Json;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what is no request at all, such as an address that cannot be: in the form of all other problems, and with nothing of the server's inside. */
final class UnreadableRequests extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus() >= 400 ? response.getStatus() : 400;
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        Content.Sink.write(
                response,
                true,
                Json.text(Views.fields(
                        "type", "about:blank",
                        "title", "It cannot be read",
                        "status", status,
                        "detail", "This is no request that can be read. See /v1/openapi.yaml.")),
                callback);
        return true;
    }
}
