import HybridML

/// What fitting a model to some rows says is wrong; "nothing" where it works.
func message(_ model: some Estimator, _ data: Dataset) -> String {
  var model = model
  do {
    try model.fit(data)
    return "nothing"
  } catch { return "\(error)" }
}
