import HybridML
import Testing

/// Expected values were computed with mpmath 1.x at 40 digits.
@Suite("Probability distributions") struct DistributionTests {
  private static func expect(
    _ distribution: ProbabilityDistribution, _ x: Double, twoSided: Bool = false, _ tail: Double
  ) {
    let value = twoSided ? distribution.twoSidedTail(x) : distribution.upperTail(x)
    #expect(abs(value - tail) <= 1e-12 * tail, "\(distribution) at \(x): \(value), not \(tail)")
  }

  @Test("Tails of the normal distribution keep their digits")
  func normal() {
    for (x, tail): (Double, Double) in [
      (0, 0.5), (0.5, 0.3085375387259869), (1, 0.15865525393145705), (1.96, 0.024997895148220434),
      (3, 0.0013498980316300945), (6, 9.8658764503769814e-10), (10, 7.6198530241605261e-24),
      (20, 2.7536241186062337e-89), (35, 1.1249107064724062e-268),
    ] {
      Self.expect(.normal, x, tail)
      Self.expect(.normal, -x, twoSided: true, 2 * tail)
      #expect(abs(ProbabilityDistribution.normal.upperTail(-x) - (1 - tail)) < 1e-15)
    }
  }

  @Test("Tails of Student's t keep their digits")
  func studentT() {
    for (freedom, x, tail): (Double, Double, Double) in [
      (1, 0.1, 0.93654896513889286), (1, 1, 0.5), (1, 2.5, 0.2422378831816868),
      (1, 10, 0.063451034861107139), (1, 40, 0.015912179824051627), (2, 0.1, 0.92946543841414017),
      (2, 1, 0.42264973081037424), (2, 2.5, 0.12961172022151081), (2, 40, 0.00062441467218474064),
      (5, 0.1, 0.92423014115466037), (5, 1, 0.36321746764912263), (5, 10, 0.00017094757574296359),
      (30, 0.1, 0.92100961179027116), (30, 1, 0.32530861542602989),
      (30, 10, 4.5752514082296132e-11), (30, 40, 1.3726045194406403e-27),
      (431, 0.1, 0.9203908225071556), (431, 1, 0.31787159908339044),
      (431, 10, 2.5987136777562632e-21), (431, 40, 3.5837519995163093e-147),
      (10_000, 1, 0.31733470433042912), (10_000, 10, 1.9632807428663829e-23),
    ] {
      Self.expect(.studentT(freedom), x, twoSided: true, tail)
      Self.expect(.studentT(freedom), x, tail / 2)
    }
    #expect(ProbabilityDistribution.studentT(10_000).twoSidedTail(1e200) == 0)
    #expect(ProbabilityDistribution.studentT(3).upperTail(0) == 0.5)
  }

  @Test("Tails of Fisher's F keep their digits")
  func fisherF() {
    for (d1, d2, x, tail): (Double, Double, Double, Double) in [
      (1, 1, 0.2, 0.73227952719876999), (1, 1, 1, 0.5), (1, 1, 46.5, 0.092697721600817336),
      (2, 7, 0.2, 0.82325072337677733), (2, 7, 1, 0.41494865098086629),
      (2, 7, 46.5, 9.0749269969515457e-5), (10, 431, 0.2, 0.99623295434454933),
      (10, 431, 1, 0.44250333251843595), (10, 431, 3, 0.0011269991274591608),
      (10, 431, 46.5, 2.23416797551903e-62), (30, 3, 0.2, 0.99374512939812656),
      (30, 3, 3, 0.19870469992821044), (30, 3, 46.5, 0.004372429284784492),
      (200, 800, 1, 0.49107649691116412), (200, 800, 3, 1.3746937123616636e-27),
      (50, 5000, 0.7, 0.94619796789223067), (50, 5000, 1, 0.47379380807928319),
      (2000, 20_000, 1, 0.49639136738219383), (7, 20_000, 0.7, 0.67216383479693928),
      (7, 20_000, 1, 0.42891629264310408), (7, 20_000, 3, 0.0037825934248830122),
    ] {
      Self.expect(.fisherF(d1, d2), x, tail)
    }
    #expect(ProbabilityDistribution.fisherF(2, 3).upperTail(-1) == 1)
    #expect(ProbabilityDistribution.fisherF(2, 3).upperTail(.infinity) == 0)
  }

  @Test("Tails of χ² keep their digits")
  func chiSquare() {
    for (freedom, x, tail): (Double, Double, Double) in [
      (1, 0.3, 0.58388242077036517), (1, 5, 0.025347318677468264), (1, 40, 2.539628589470865e-10),
      (1, 400, 5.5072482372124674e-89), (2, 0.3, 0.86070797642505781),
      (2, 40, 2.0611536224385578e-9), (2, 400, 1.3838965267367375e-87),
      (5, 1, 0.96256577324729637), (5, 5, 0.41588018699550792), (5, 400, 2.9666446590828849e-84),
      (50, 40, 0.84322737817376227), (50, 400, 4.2491598410243244e-56),
      (300, 400, 9.6786219949335771e-5), (2000, 1900, 0.94494531376926197),
      (2000, 2300, 2.8737760603923576e-6), (20_000, 21_000, 4.2758724550596473e-7),
      (40, 45, 0.27054434933985472), (30, 300, 2.6480484856308777e-46),
    ] {
      Self.expect(.chiSquare(freedom), x, tail)
    }
  }

  @Test("Distribution and tail add up to 1, and quantiles undo the distribution")
  func inverse() {
    let distributions: [ProbabilityDistribution] = [
      .normal, .studentT(1), .studentT(4), .studentT(431), .fisherF(3, 12), .fisherF(10, 431),
      .chiSquare(1), .chiSquare(9),
    ]
    for distribution in distributions {
      for probability in [1e-6, 0.025, 0.2, 0.5, 0.7, 0.975, 0.999] {
        let x = distribution.quantile(probability)
        #expect(abs(distribution.cumulative(x) - probability) < 1e-12, "\(distribution)")
        #expect(abs(distribution.cumulative(x) + distribution.upperTail(x) - 1) < 1e-14)
      }
      #expect(distribution.quantile(1) == .infinity)
      #expect(distribution.quantile(-0.1).isNaN && distribution.quantile(.nan).isNaN)
    }
    #expect(ProbabilityDistribution.normal.quantile(0) == -.infinity)
    #expect(ProbabilityDistribution.chiSquare(2).quantile(0) == 0)
    #expect(abs(ProbabilityDistribution.normal.quantile(0.975) - 1.959963984540054) < 1e-14)
  }
}
