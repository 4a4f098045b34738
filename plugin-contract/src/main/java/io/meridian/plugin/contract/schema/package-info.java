/**
 * What the numbers of schemas and the names of topics mean: the table of the trading schema, and the topics its messages
 * travel on. Names only; nothing here sends or reads a message.
 */
package io.meridian.plugin.contract.schema;
