/// Estimates, in nats, of what one feature tells of the target, from distances to the nearest three rows:
/// any dependence counts, not straight lines alone.
///
/// Where the nearest rows are equal, all equal ones are the neighbours (W. Gao, S. Kannan, S. Oh,
/// P. Viswanath, "Estimating mutual information for discrete-continuous mixtures" (2017),
/// arXiv:1709.06212), so that features with few values need no noise. Cost: O(rows²) for numbers,
/// O(rows log rows) for classes.
enum MutualInformation {
  private static let neighbours = 3

  /// Of a feature and classes: B. Ross, "Mutual information between discrete and continuous data sets"
  /// (2014), doi:10.1371/journal.pone.0087357.
  static func withClasses(_ feature: [Double], _ labels: [Int], classes: Int) -> Double {
    var byClass = [[Double]](repeating: [], count: classes)
    for (value, label) in zip(feature, labels) { byClass[label].append(value) }
    // A row alone in its class has no neighbour there and is left out, as in the paper's programs.
    let kept = byClass.filter { $0.count > 1 }.map { $0.sorted() }
    let all = kept.joined().sorted()
    guard all.count > 1 else { return 0 }
    let digamma = Digamma(upTo: all.count)
    var sum = 0.0
    for values in kept {
      let k = min(neighbours, values.count - 1)
      for (place, value) in values.enumerated() {
        let radius = distance(toNeighbour: k, of: place, in: values)
        let own = radius > 0 ? k : count(within: 0, of: value, in: values)
        let near = count(within: radius, of: value, in: all)
        sum += digamma[own] - digamma[values.count] - digamma[near]
      }
    }
    return max(0, digamma[all.count] + sum / Double(all.count))
  }

  /// Of two numbers: A. Kraskov, H. Stögbauer and P. Grassberger, "Estimating mutual information" (2004),
  /// doi:10.1103/PhysRevE.69.066138, equation 8.
  static func withValues(_ feature: [Double], _ values: [Double]) -> Double {
    let rows = feature.count
    guard rows > 1 else { return 0 }
    let (x, y) = (scaled(feature), scaled(values))
    let (sortedX, sortedY) = (x.sorted(), y.sorted())
    let k = min(neighbours, rows - 1)
    let digamma = Digamma(upTo: rows)
    var sum = 0.0
    for row in 0..<rows {
      var nearest = [Double](repeating: .infinity, count: k)
      var equal = 1
      for other in 0..<rows where other != row {
        let distance = max(abs(x[row] - x[other]), abs(y[row] - y[other]))
        if distance == 0 { equal += 1 }
        guard distance < nearest[k - 1] else { continue }
        var place = k - 1
        while place > 0, nearest[place - 1] > distance {
          nearest[place] = nearest[place - 1]
          place -= 1
        }
        nearest[place] = distance
      }
      sum -= digamma[nearest[k - 1] > 0 ? k : equal]
      sum += digamma[count(within: nearest[k - 1], of: x[row], in: sortedX)]
      sum += digamma[count(within: nearest[k - 1], of: y[row], in: sortedY)]
    }
    return max(0, digamma[rows] - sum / Double(rows))
  }

  /// Divided by the standard deviation, so that neither number decides the distance alone.
  private static func scaled(_ values: [Double]) -> [Double] {
    var moments = ColumnMoments(columns: 1)
    for value in values { moments.add(CollectionOfOne(value)) }
    let deviation = moments.populationVariances[0].squareRoot()
    return deviation > 0 ? values.map { $0 / deviation } : values
  }

  /// The distance of the k-th nearest other value in a sorted list.
  private static func distance(toNeighbour k: Int, of place: Int, in sorted: [Double]) -> Double {
    var (low, high) = (place, place)
    for _ in 0..<k {
      let below = low > 0 ? sorted[place] - sorted[low - 1] : .infinity
      let above = high + 1 < sorted.count ? sorted[high + 1] - sorted[place] : .infinity
      if below <= above { low -= 1 } else { high += 1 }
    }
    return max(sorted[place] - sorted[low], sorted[high] - sorted[place])
  }

  /// How many values of a sorted list are nearer than a radius, itself among them; for a radius of 0 those
  /// that are equal.
  private static func count(within radius: Double, of value: Double, in sorted: [Double]) -> Int {
    let reach = radius.nextDown
    let first = sorted.partitioningIndex { reach > 0 ? value - $0 <= reach : $0 >= value }
    let end = sorted.partitioningIndex { reach > 0 ? $0 - value > reach : $0 > value }
    return max(end - first, 1)
  }
}

/// ψ(n), the derivative of log Γ, at whole numbers: −γ + 1 + 1/2 + … + 1/(n − 1).
private struct Digamma {
  private let values: [Double]

  init(upTo limit: Int) {
    var values = [Double.nan, -0.5772156649015329]
    for n in 1..<max(limit, 2) { values.append(values[n] + 1 / Double(n)) }
    self.values = values
  }

  subscript(n: Int) -> Double { values[n] }
}

extension Array {
  /// The first index whose element, and all after it, satisfy a condition; the end where none does.
  fileprivate func partitioningIndex(_ condition: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
