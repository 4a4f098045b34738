/**
 * The manager over HTTP. The file {@code openapi.yaml} beside these classes is the source: what a request must look like and which roles may do what
 * is read from it, and each operation in it has one method here. What is done is the business of the other packages.
 */
package io.meridian.manager.api;
