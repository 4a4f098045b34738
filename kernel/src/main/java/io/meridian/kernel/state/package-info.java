/**
 * What the kernel knows, as flat tables of longs: orders, placements, fills, names, instruments and answers. Tables store and
 * find; they decide nothing. Only the fold writes them. Each can be saved word by word, which is the snapshot and the hash.
 */
package io.meridian.kernel.state;
