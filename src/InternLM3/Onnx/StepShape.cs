namespace InternLM3.Onnx;

/// <summary>The shape of a step and the slots it runs on.</summary>
/// <param name="Slot">The first slot.</param>
/// <param name="Batch">Sequences, one a slot.</param>
/// <param name="Tokens">Tokens appended to each.</param>
/// <param name="Rows">Rows of logits.</param>
internal readonly record struct StepShape(int Slot, int Batch, int Tokens, int Rows);
