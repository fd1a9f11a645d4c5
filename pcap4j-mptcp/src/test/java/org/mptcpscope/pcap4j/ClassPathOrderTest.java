package org.mptcpscope.pcap4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.mptcpscope.dissector.Octets;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.factory.statik.services.StaticPacketFactoryBinderProvider;
import org.slf4j.Logger;

/**
 * pcap4j takes the first provider of factories on the class path: what that means, and the way out.
 */
class ClassPathOrderTest {
  private static final URL OURS = where(Mptcp.class);
  private static final URL STATIC = where(StaticPacketFactoryBinderProvider.class);

  private static URL where(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  /** A world of its own, in which pcap4j has chosen nothing yet. */
  private static final class World implements AutoCloseable {
    private final URLClassLoader loader;
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    World(URL first, URL second) throws ReflectiveOperationException {
      List<URL> path = new ArrayList<>(List.of(first, second));
      path.add(where(TcpPacket.class));
      path.add(where(Octets.class));
      path.add(where(Logger.class));
      path.add(where(Class.forName("org.slf4j.nop.NOPServiceProvider")));
      path.add(where(Class.forName("com.sun.jna.Native")));
      loader = new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
      Thread.currentThread().setContextClassLoader(loader);
    }

    boolean isInstalled() throws ReflectiveOperationException {
      return (boolean)
          loader.loadClass(Mptcp.class.getName()).getMethod("isInstalled").invoke(null);
    }

    void install() throws ReflectiveOperationException {
      loader.loadClass(Mptcp.class.getName()).getMethod("install").invoke(null);
    }

    @Override
    public void close() throws IOException {
      Thread.currentThread().setContextClassLoader(before);
      loader.close();
    }
  }

  @Test
  void inFrontThisLibraryIsFoundByItself() throws Exception {
    try (World world = new World(OURS, STATIC)) {
      assertThat(world.isInstalled()).isTrue();
      world.install();
    }
  }

  /** Should this fail, pcap4j has changed, and the README may say less. */
  @Test
  void behindTheStaticFactoriesItIsNot() throws Exception {
    try (World world = new World(STATIC, OURS)) {
      assertThat(world.isInstalled()).isFalse();
    }
  }

  @Test
  void installDoesNotDependOnTheOrder() throws Exception {
    try (World world = new World(STATIC, OURS)) {
      world.install();
      assertThat(world.isInstalled()).isTrue();
      assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(world.loader);
    }
  }

  @Test
  void itSaysSoWhenItComesTooLate() throws Exception {
    try (World world = new World(STATIC, OURS)) {
      assertThat(world.isInstalled()).isFalse();
      assertThatThrownBy(world::install)
          .isInstanceOf(InvocationTargetException.class)
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("call Mptcp.install() before");
    }
  }
}
