package org.mptcpscope.core.plot;

/** How far apart two colours look: WCAG contrast, and OKLab distance as different eyes see it. */
final class Vision {
  static final Vision NORMAL = new Vision("normal", 1, 0, 0, 0, 1, 0, 0, 0, 1);

  // Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
  static final Vision PROTAN =
      new Vision(
          "protan", 0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882,
          -0.048116, 1.051998);
  static final Vision DEUTAN =
      new Vision(
          "deutan", 0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820,
          0.042940, 0.968881);
  static final Vision TRITAN =
      new Vision(
          "tritan", 1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733,
          0.691367, 0.303900);

  private final String name;
  private final double[] matrix;

  private Vision(String name, double... matrix) {
    this.name = name;
    this.matrix = matrix;
  }

  @Override
  public String toString() {
    return name;
  }

  static double contrast(int one, int other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  /** CIE L*. */
  static double lightness(int colour) {
    double y = luminance(colour);
    return y > 0.008856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y;
  }

  private static double luminance(int colour) {
    double[] rgb = linear(colour);
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
  }

  /** Distance in OKLab, times 100. */
  double distance(int one, int other) {
    double[] a = lab(see(linear(one)));
    double[] b = lab(see(linear(other)));
    return 100 * Math.sqrt(square(a[0] - b[0]) + square(a[1] - b[1]) + square(a[2] - b[2]));
  }

  private double[] see(double[] rgb) {
    double[] seen = new double[3];
    for (int i = 0; i < 3; i++) {
      double sum = 0;
      for (int j = 0; j < 3; j++) {
        sum += matrix[3 * i + j] * rgb[j];
      }
      seen[i] = Math.clamp(sum, 0, 1);
    }
    return seen;
  }

  private static double[] lab(double[] rgb) {
    double l = Math.cbrt(0.4122214708 * rgb[0] + 0.5363325363 * rgb[1] + 0.0514459929 * rgb[2]);
    double m = Math.cbrt(0.2119034982 * rgb[0] + 0.6806995451 * rgb[1] + 0.1073969566 * rgb[2]);
    double s = Math.cbrt(0.0883024619 * rgb[0] + 0.2817188376 * rgb[1] + 0.6299787005 * rgb[2]);
    return new double[] {
      0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
      1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
      0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
    };
  }

  private static double[] linear(int colour) {
    double[] rgb = new double[3];
    for (int i = 0; i < 3; i++) {
      double c = ((colour >> (16 - 8 * i)) & 0xff) / 255.0;
      rgb[i] = c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
    return rgb;
  }

  private static double square(double x) {
    return x * x;
  }
}
