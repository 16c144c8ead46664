public import Circuits

/// An optimiser for training: it takes gradients, and its learning rate follows a ``Schedule``.
///
/// ```swift
/// try model.fit(train, optimizer: .adam(rate: 0.05), epochs: 100)
/// ```
public protocol TrainingOptimizer: GradientOptimizer {
  /// The step's length.
  var rate: Double { get set }
}

extension GradientDescent: TrainingOptimizer {}
extension RMSProp: TrainingOptimizer {}

extension Adam: TrainingOptimizer {
  public var rate: Double {
    get { learningRate }
    set { learningRate = newValue }
  }
}

extension TrainingOptimizer where Self == Adam {
  /// `Adam`, and with `decay` AdamW.
  public static func adam(rate: Double = 0.05, decay: Double = 0) -> Adam {
    Adam(learningRate: rate, decay: decay)
  }
}

extension TrainingOptimizer where Self == GradientDescent {
  /// Gradient descent, with momentum where asked.
  public static func gradientDescent(
    rate: Double = 0.1, momentum: Double = 0, isNesterov: Bool = false
  ) -> GradientDescent {
    GradientDescent(rate: rate, momentum: momentum, isNesterov: isNesterov)
  }
}

extension TrainingOptimizer where Self == RMSProp {
  /// `RMSProp`.
  public static func rmsProp(rate: Double = 0.01, smoothing: Double = 0.9) -> RMSProp {
    RMSProp(rate: rate, smoothing: smoothing)
  }
}
