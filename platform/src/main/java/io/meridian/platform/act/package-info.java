/** Tells acts of control on the bus, so that they are on record: what services do, and what people do by commands. What an act says is the contract's. */
package io.meridian.platform.act;
