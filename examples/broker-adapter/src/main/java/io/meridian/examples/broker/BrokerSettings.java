package io.meridian.examples.broker;

import io.meridian.sdk.annotation.Setting;

/** The settings of {@link BrokerAdapter}. */
record BrokerSettings(
        @Setting(value = "true", doc = "Orders go to a broker inside this process, which takes all and trades none.")
        boolean practice,

        @Setting(
                value = "http://api.broker.example:443",
                doc = "Where the broker is. With http and port 443 the sidecar speaks TLS to it and adds the secrets.")
        String address) {}
