namespace InternLM3.Remote;

/// <summary>Which side puts something into the prompt and reads it out of the answer.</summary>
public enum RemoteSide
{
    /// <summary>The server, asked by a field of the request.</summary>
    Server,

    /// <summary>This client, in the text of the messages; the server needs no support for it.</summary>
    Client,
}
