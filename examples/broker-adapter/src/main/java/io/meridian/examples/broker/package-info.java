/**
 * A venue adapter to start from. {@link io.meridian.examples.broker.BrokerAdapter} speaks to the platform and decides;
 * {@link io.meridian.examples.broker.Broker} is all it knows of the broker. What a broker's protocol looks like stays behind
 * that interface.
 */
package io.meridian.examples.broker;
