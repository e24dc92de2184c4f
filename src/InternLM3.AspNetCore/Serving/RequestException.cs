namespace InternLM3.AspNetCore.Serving;

/// <summary>Refuses a request with a status and OpenAI's error shape.</summary>
internal sealed class RequestException : InternLM3Exception
{
    /// <param name="message">One sentence that says what to do.</param>
    /// <param name="param">The field at fault, or null.</param>
    /// <param name="code">OpenAI's word for the error, or null.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="type">OpenAI's word for its kind.</param>
    public RequestException(
        string message, string? param = null, string? code = null, int status = 400, string type = "invalid_request_error")
        : base(message)
    {
        Param = param;
        Code = code;
        Status = status;
        Type = type;
    }

    /// <summary>The field at fault, or null.</summary>
    public string? Param { get; }

    /// <summary>OpenAI's word for the error, or null.</summary>
    public string? Code { get; }

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>OpenAI's word for the error's kind.</summary>
    public string Type { get; }

    /// <summary>Refuses a field's value.</summary>
    /// <exception cref="RequestException">The condition does not hold.</exception>
    public static void Require(bool holds, string field, string problem)
    {
        if (!holds)
        {
            throw Field(field, problem);
        }
    }

    /// <summary>The refusal of a field's value.</summary>
    public static RequestException Field(string field, string problem) => new($"{field} {problem}", field);
}
