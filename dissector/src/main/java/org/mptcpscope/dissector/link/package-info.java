/**
 * From a captured frame to the payload of its IP packet, whatever the link type. Views read in
 * place and are reused: they are valid until they are wrapped around the next frame.
 */
package org.mptcpscope.dissector.link;
