extension ContinuousClock.Instant {
  package var secondsUntilNow: Double { (ContinuousClock.now - self).seconds }
}

extension Duration {
  package var seconds: Double {
    let (seconds, attoseconds) = components
    return Double(seconds) + Double(attoseconds) * 1e-18
  }
}
