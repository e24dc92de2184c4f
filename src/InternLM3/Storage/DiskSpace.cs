namespace InternLM3.Storage;

/// <summary>Free space on disks, and errors for want of it.</summary>
internal static class DiskSpace
{
    /// <summary>
    /// The bytes this user may still write where a folder lies, or null where the system does not say (Windows network shares).
    /// </summary>
    public static long? Available(string folder) => OperatingSystem.IsWindows() && folder.StartsWith(@"\\", StringComparison.Ordinal)
        ? null // A full one ends in the error of a failed write.
        : new DriveInfo(folder).AvailableFreeSpace;

    /// <summary>Whether a failed write means that the disk, or the user's quota, is full.</summary>
    public static bool IsFull(IOException error)
    {
        // ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL as HRESULTs; ENOSPC, and EDQUOT, which Linux and macOS number differently.
        const int HandleDiskFull = unchecked((int)0x80070027), DiskFull = unchecked((int)0x80070070);
        const int NoSpace = 28, QuotaLinux = 122, QuotaMac = 69;
        return error.HResult is HandleDiskFull or DiskFull
            || (!OperatingSystem.IsWindows() && error.HResult is NoSpace or QuotaLinux or QuotaMac);
    }
}
