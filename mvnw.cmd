@echo off
rem Licensed under the Apache License, Version 2.0.
rem Runs Maven: the pinned version when it is unpacked, else mvn from the PATH, else a checked download.
rem MVNW_REPOURL names a Maven repository to download from instead of Apache's archive.
setlocal EnableDelayedExpansion
set "PROPERTIES=%~dp0.mvn\wrapper\maven-wrapper.properties"
for /f "usebackq eol=# tokens=1,* delims==" %%A in ("%PROPERTIES%") do set "%%A=%%B"
if not defined MAVEN_USER_HOME set "MAVEN_USER_HOME=%USERPROFILE%\.m2"
set "DISTS=%MAVEN_USER_HOME%\wrapper\dists"
set "PINNED=%DISTS%\apache-maven-%distributionVersion%"
if exist "%PINNED%\bin\mvn.cmd" goto pinned

where mvn >nul 2>nul
if errorlevel 1 goto download
powershell -NoProfile -Command "$v = (& mvn --version --batch-mode | Select-String 'Apache Maven ([0-9.]+[0-9])').Matches[0].Groups[1].Value; if ([version]$v -lt [version]'%minimumVersion%') { exit 1 }"
if errorlevel 1 goto download
endlocal & mvn %*
exit /b %ERRORLEVEL%

:download
if defined MVNW_REPOURL set "distributionUrl=%MVNW_REPOURL%/org/apache/maven/apache-maven/%distributionVersion%/apache-maven-%distributionVersion%-bin.tar.gz"
if not exist "%DISTS%" mkdir "%DISTS%"
set "ARCHIVE=%DISTS%\apache-maven-%distributionVersion%-%RANDOM%.tar.gz"
echo mvnw: downloading Maven %distributionVersion% from %distributionUrl% 1>&2
powershell -NoProfile -Command "$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'; Invoke-WebRequest -UseBasicParsing '%distributionUrl%' -OutFile '%ARCHIVE%'; if ((Get-FileHash -Algorithm SHA512 '%ARCHIVE%').Hash -ne '%distributionSha512Sum%') { Write-Error 'mvnw: the download does not have the expected SHA-512' }"
if errorlevel 1 goto failed
tar -xzf "%ARCHIVE%" -C "%DISTS%"
if errorlevel 1 goto failed
del "%ARCHIVE%"

:pinned
endlocal & "%PINNED%\bin\mvn.cmd" %*
exit /b %ERRORLEVEL%

:failed
if exist "%ARCHIVE%" del "%ARCHIVE%"
echo mvnw: no Maven could be had; set MVNW_REPOURL to a repository that this machine reaches, or install Maven %minimumVersion% or newer 1>&2
exit /b 1
