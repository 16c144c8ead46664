// `import QState` brings the complex numbers of swift-numerics with it.
@_exported public import ComplexModule
@_exported public import RealModule
