/** Captures out: the frames of one written into another, all or some, as they are or anonymised. */
package org.mptcpscope.core.export;
