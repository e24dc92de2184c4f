using System.Globalization;
using System.Runtime.InteropServices;

namespace InternLM3.Conversion.Graphs;

/// <summary>
/// Builds an ONNX model whose weights lie in a file beside it. Field numbers are onnx.proto's
/// (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). The bytes depend on nothing but the calls made.
/// </summary>
/// <param name="name">The graph's name.</param>
/// <param name="weightsFile">The weights file's name, in the same folder.</param>
internal sealed class OnnxGraph(string name, string weightsFile)
{
    /// <summary>The domain of ONNX Runtime's own operators.</summary>
    public const string Microsoft = "com.microsoft";

    private const int IrVersion = 10;
    private const int OnnxOpset = 21;
    private const int MicrosoftOpset = 1;

    private readonly ProtobufWriter _nodes = new();
    private readonly ProtobufWriter _initializers = new();
    private readonly ProtobufWriter _inputs = new();
    private readonly ProtobufWriter _outputs = new();
    private readonly HashSet<string> _stored = [];

    /// <summary>Adds an input.</summary>
    public void Input(string name, ElementType type, params ReadOnlySpan<Dimension> shape) =>
        _inputs.Message(11, ValueInfo(name, type, shape));

    /// <summary>Adds an output.</summary>
    public void Output(string name, ElementType type, params ReadOnlySpan<Dimension> shape) =>
        _outputs.Message(12, ValueInfo(name, type, shape));

    /// <summary>Adds a tensor of the weights file, once however often it is asked for, and returns its name.</summary>
    public string Stored(StoredTensor tensor)
    {
        if (_stored.Add(tensor.Name))
        {
            var message = TensorHeader(tensor.Name, tensor.Type, tensor.Shape);
            message.Message(13, Entry("location", weightsFile));
            message.Message(13, Entry("offset", tensor.Offset.ToString(CultureInfo.InvariantCulture)));
            message.Message(13, Entry("length", tensor.Length.ToString(CultureInfo.InvariantCulture)));
            message.Integer(14, 1); // data_location EXTERNAL
            _initializers.Message(5, message);
        }

        return tensor.Name;
    }

    /// <summary>Adds a small constant list of whole numbers and returns its name.</summary>
    public string Constant(string name, params ReadOnlySpan<long> values)
    {
        var message = TensorHeader(name, ElementType.Int64, [values.Length]);
        message.Bytes(9, MemoryMarshal.AsBytes(values));
        _initializers.Message(5, message);
        return name;
    }

    /// <summary>Adds a node with one output, which has the node's name, and returns it.</summary>
    public string Node(string op, string domain, string name, ReadOnlySpan<string> inputs, params ReadOnlySpan<NodeAttribute> attributes)
    {
        Node(op, domain, name, inputs, [name], attributes);
        return name;
    }

    /// <summary>Adds a node; an optional input or output that is not used has an empty name.</summary>
    public void Node(
        string op,
        string domain,
        string name,
        ReadOnlySpan<string> inputs,
        ReadOnlySpan<string> outputs,
        ReadOnlySpan<NodeAttribute> attributes)
    {
        var message = new ProtobufWriter();
        foreach (var input in inputs)
        {
            message.Text(1, input);
        }

        foreach (var output in outputs)
        {
            message.Text(2, output);
        }

        message.Text(3, name);
        message.Text(4, op);
        foreach (var attribute in attributes)
        {
            message.Message(5, attribute.ToMessage());
        }

        message.Text(7, domain);
        _nodes.Message(1, message);
    }

    /// <summary>Adds a cast to another element type and returns the name of its output, which is <paramref name="name"/>.</summary>
    public string Cast(string name, string input, ElementType type) => Node("Cast", "", name, [input], new NodeAttribute("to", (long)type));

    /// <summary>Returns the finished ModelProto.</summary>
    public ReadOnlyMemory<byte> ToModel()
    {
        var graph = new ProtobufWriter();
        graph.Append(_nodes);
        graph.Text(2, name);
        graph.Append(_initializers);
        graph.Append(_inputs);
        graph.Append(_outputs);
        var model = new ProtobufWriter();
        model.Integer(1, IrVersion);
        model.Text(2, "InternLM3 for .NET");
        model.Message(7, graph);
        model.Message(8, Opset("", OnnxOpset));
        model.Message(8, Opset(Microsoft, MicrosoftOpset));
        return model.Written;
    }

    private static ProtobufWriter Opset(string domain, int version)
    {
        var message = new ProtobufWriter();
        message.Text(1, domain);
        message.Integer(2, version);
        return message;
    }

    private static ProtobufWriter Entry(string key, string value)
    {
        var message = new ProtobufWriter();
        message.Text(1, key);
        message.Text(2, value);
        return message;
    }

    private static ProtobufWriter TensorHeader(string name, ElementType type, IReadOnlyList<long> shape)
    {
        var message = new ProtobufWriter();
        foreach (var size in shape)
        {
            message.Integer(1, size);
        }

        message.Integer(2, (long)type);
        message.Text(8, name);
        return message;
    }

    private static ProtobufWriter ValueInfo(string name, ElementType type, ReadOnlySpan<Dimension> shape)
    {
        var dimensions = new ProtobufWriter();
        foreach (var dimension in shape)
        {
            var message = new ProtobufWriter();
            if (dimension.Name is { } symbol)
            {
                message.Text(2, symbol);
            }
            else
            {
                message.Integer(1, dimension.Size);
            }

            dimensions.Message(1, message);
        }

        var tensor = new ProtobufWriter();
        tensor.Integer(1, (long)type);
        tensor.Message(2, dimensions);
        var typeMessage = new ProtobufWriter();
        typeMessage.Message(1, tensor);
        var value = new ProtobufWriter();
        value.Text(1, name);
        value.Message(2, typeMessage);
        return value;
    }
}
