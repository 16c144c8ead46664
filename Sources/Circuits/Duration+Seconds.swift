extension ContinuousClock.Instant {
  var secondsUntilNow: Double { (ContinuousClock.now - self).seconds }
}

extension Duration {
  var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
