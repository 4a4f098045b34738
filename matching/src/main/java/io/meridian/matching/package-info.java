/**
 * An order book that matches by price, then time: {@link io.meridian.matching.MatchingBook}. Pure: what comes out depends on
 * what went in and on nothing else. Prices and quantities are whole numbers at scales the caller chose; ids are the caller's numbers.
 */
package io.meridian.matching;
