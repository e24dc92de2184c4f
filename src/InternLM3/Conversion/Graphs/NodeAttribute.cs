namespace InternLM3.Conversion.Graphs;

/// <summary>An attribute of a node: a whole number or a floating-point number.</summary>
internal readonly record struct NodeAttribute
{
    private readonly string _name;
    private readonly long? _integer;
    private readonly float _single;

    /// <summary>A whole number.</summary>
    public NodeAttribute(string name, long value) => (_name, _integer) = (name, value);

    /// <summary>A floating-point number.</summary>
    public NodeAttribute(string name, float value) => (_name, _single) = (name, value);

    /// <summary>The attribute as an AttributeProto (name 1, f 2, i 3, type 20: FLOAT 1, INT 2).</summary>
    public ProtobufWriter ToMessage()
    {
        var message = new ProtobufWriter();
        message.Text(1, _name);
        if (_integer is { } integer)
        {
            message.Integer(3, integer);
            message.Integer(20, 2);
        }
        else
        {
            message.Single(2, _single);
            message.Integer(20, 1);
        }

        return message;
    }
}
